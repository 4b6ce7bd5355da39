import table from '../../_ui/table.module.css'

/** The name of a deployment, without what says only where it was found. */
export function DeploymentId({ id }: { id: string }) {
  return (
    <bdi className={table.id} title={id}>
      {shorten(id)}
    </bdi>
  )
}

function shorten(id: string): string {
  const name = id.replace(/^(tag|pr|run|job):/, '')
  return name.length > 24 ? `${name.slice(0, 23)}…` : name
}
