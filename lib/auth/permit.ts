// The one question that every page, action and route asks before it does anything.

export type Action =
  | 'read-overview'
  | 'save-view'
  | 'read-service'
  | 'read-wall'
  | 'read-metric'
  | 'read-health'
  | 'read-quality'
  | 'read-report'
  | 'change-reports'
  | 'unsubscribe'
  | 'find'
  | 'send-records'
  | 'read-sources'
  | 'change-sources'
  | 'read-rule'
  | 'change-rule'
  | 'correct-outcomes'
  | 'change-stream'
  | 'change-retro'
  | 'read-annotations'
  | 'change-annotations'
  | 'set-theme'
  | 'set-rail'

/** Whether whoever asks may do this. In local mode, where only this machine is let in, yes. */
export async function permit(_action: Action): Promise<boolean> {
  return true
}
