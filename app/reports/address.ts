// Addresses of the pages of reports.
export const PATH = '/reports'
export const NEW = `${PATH}/new`

export function reportPath(id: string): string {
  return `${PATH}/${encodeURIComponent(id)}`
}

/** `copy`: the id of one that was sent by hand. */
export function sentPath(id: string, period: string, copy: string | null = null): string {
  const query = copy === null ? '' : `?${new URLSearchParams({ copy })}`
  return `${reportPath(id)}/${encodeURIComponent(period)}${query}`
}
