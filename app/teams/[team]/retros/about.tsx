/** Whose board it is, and whether it takes anything now. */
export type About = { team: string; retro: string; mayWrite: boolean }

/** The fields that say which retro a form is about. */
export function AboutFields({ about }: { about: About }) {
  return (
    <>
      <input type="hidden" name="team" value={about.team} />
      <input type="hidden" name="retro" value={about.retro} />
    </>
  )
}
