// A second, deliberately naive implementation of the definitions: tests hold the real engine against it.
import type { SourceRecord } from '../../records/record'
import { measureMetrics } from './metrics'
import { draw, inWindow, type Question } from './picture'
import { changeRows, deploymentRow, incidentRows } from './rows'

export type NaiveAnswer = {
  metrics: ReturnType<typeof measureMetrics>
  changes: ReturnType<typeof changeRows>
  deployments: { deployments: ReturnType<typeof deploymentRow>[]; attemptsFailed: ReturnType<typeof deploymentRow>[] }
  incidents: ReturnType<typeof incidentRows>
}

/** The four JSON documents of one question, without bands, bootstrap intervals and the working clock. */
export function naiveMeasure(records: SourceRecord[], question: Question): NaiveAnswer {
  const picture = draw(records, question)
  const rows = picture.judged.filter((one) => inWindow(question, one.release.finishedAt))
  return {
    metrics: measureMetrics(picture),
    changes: changeRows(picture),
    deployments: {
      deployments: rows.filter((one) => one.release.succeeded).map((one) => deploymentRow(picture, one)),
      attemptsFailed: rows.filter((one) => !one.release.succeeded).map((one) => deploymentRow(picture, one)),
    },
    incidents: incidentRows(picture),
  }
}
