// Facts of one service as columns: the shape in which metrics read them, the store keeps them and a process caches them.
// An instant is epoch milliseconds; where there is none it is NaN, which no comparison holds for.

/** What a column holds per row: a number, nine of them, or any JSON value. */
export type ColumnKind = 'f64' | 'u32' | 'u8' | 'f64x9' | 'json'
export type ColumnSpec = Readonly<Record<string, ColumnKind>>
type ColumnOf<Kind, Json> = Kind extends 'f64' | 'f64x9'
  ? Float64Array
  : Kind extends 'u32'
    ? Uint32Array
    : Kind extends 'u8'
      ? Uint8Array
      : Json[]
export type Columns<Spec extends ColumnSpec, Json = never> = { [Name in keyof Spec]: ColumnOf<Spec[Name], Json> }

/** Sorted by `endedAt`, then id. */
export const CHANGE_COLUMNS = {
  /** When it stopped waiting: delivered, closed unmerged, or merged as an aggregate; Infinity while it waits, -Infinity if it never did. */
  endedAt: 'f64',
  startAt: 'f64',
  createdAt: 'f64',
  mergedAt: 'f64',
  closedAt: 'f64',
  reachedAt: 'f64',
  deployedAt: 'f64',
  /** Milliseconds in the service's active stages, of a measured change. */
  activeMs: 'f64',
  /** A bit per stage, `coding` the lowest. */
  observed: 'u8',
  flags: 'u8',
} as const satisfies ColumnSpec

/** What only one service's own views need. */
export const CHANGE_DETAILS = {
  boundaries: 'f64x9',
  ids: 'json',
  /** `authoredAt` of its own commits. */
  commits: 'json',
} as const satisfies ColumnSpec

/** In the order of METRICS: finish, start, id. */
export const DEPLOYMENT_COLUMNS = {
  finishedAt: 'f64',
  startedAt: 'f64',
  recoveredAt: 'f64',
  lines: 'f64',
  changes: 'u32',
  flags: 'u8',
} as const satisfies ColumnSpec
export const DEPLOYMENT_DETAILS = { sources: 'json', ids: 'json' } as const satisfies ColumnSpec

/** Sorted by `endedAt`, then id. */
export const INCIDENT_COLUMNS = {
  /** The later of start and resolution; Infinity while it is open. */
  endedAt: 'f64',
  startedAt: 'f64',
  resolvedAt: 'f64',
  flags: 'u8',
} as const satisfies ColumnSpec
export const INCIDENT_DETAILS = { sources: 'json', ids: 'json' } as const satisfies ColumnSpec

/** Sorted by `at`; what counts in every window comes last, with Infinity. */
export const QUALITY_COLUMNS = { at: 'f64', code: 'u8' } as const satisfies ColumnSpec
export const QUALITY_DETAILS = { records: 'json' } as const satisfies ColumnSpec

type Table<Core extends ColumnSpec, Details extends ColumnSpec, Json> = Columns<Core> & {
  length: number
  /** Null where only the core was loaded. */
  details: Columns<Details, Json> | null
}

export type ChangeTable = Columns<typeof CHANGE_COLUMNS> & {
  length: number
  details: (Omit<Columns<typeof CHANGE_DETAILS>, 'ids' | 'commits'> & { ids: string[]; commits: number[][] }) | null
}
export type DeploymentTable = Table<typeof DEPLOYMENT_COLUMNS, typeof DEPLOYMENT_DETAILS, string>
export type IncidentTable = Table<typeof INCIDENT_COLUMNS, typeof INCIDENT_DETAILS, string>
export type QualityTable = Table<typeof QUALITY_COLUMNS, typeof QUALITY_DETAILS, string>

export const CHANGE = {
  bot: 1,
  hotfix: 2,
  aggregate: 4,
  /** Delivered and not excluded: it has boundaries. */
  measured: 8,
  baseline: 16,
  excludedAggregate: 32,
  clock: 64,
  /** It ended before it was merged, closed or on the default branch: as of its end it still counts as under way. */
  late: 128,
} as const
export const EXCLUDED = CHANGE.baseline | CHANGE.excludedAggregate | CHANGE.clock

export const DEPLOYMENT = { succeeded: 1, failed: 2, rework: 4, baseline: 8, shaKnown: 16 } as const
export const INCIDENT = { linked: 1 } as const
