import { Notice } from '../../../_ui/notice'

export function TeamMissing() {
  return (
    <>
      <h1>No team has this name</h1>
      <Notice title="A team is known by its services">
        <p>No service that is measured belongs to a team of this name.</p>
        <p>
          <a href="/">The overview</a> lists every service under its team.
        </p>
      </Notice>
    </>
  )
}
