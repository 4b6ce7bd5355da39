import { annotationDays } from '../../../lib/insights/annotation-words'
import type { Annotation } from '../../../lib/store/annotations'
import type { ChartNote } from './chart-figure'

/** Beyond as many, flags would hide the drawing: the latest are kept. */
export const MOST_NOTES = 24

/** The list beneath a chart, numbered as its flags are. `several`: whom each concerns is said too. */
export function chartNotes(annotations: readonly Annotation[], zone: string, several: boolean): ChartNote[] {
  return annotations.map(({ at, until, text, service, team }, index) => ({
    number: index + 1,
    when: annotationDays({ at, until }, zone),
    about: several ? (service ?? team ?? '') : '',
    text,
  }))
}
