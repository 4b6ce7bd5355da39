/** What a submitted form comes back with. It never holds a secret. */
export type FormState = {
  /** By the field's name; '' is of none. */
  problems: Record<string, string>
  /** What was filled in, so that nothing has to be typed again. */
  values: Record<string, string>
  /** What the source said when it was asked; `ok` is the good news. */
  answer: Answer | null
}

export type Answer = {
  ok: boolean
  summary: string
  hint: string | null
  warnings: string[]
  sees: { titles: string[]; total: number } | null
  volume: string | null
}

export const EMPTY: FormState = { problems: {}, values: {}, answer: null }
