// The stages of a change in words, and which of them changed the most.

import type { Stage } from '../facts/stage'
import { formatDuration } from '../format'
import type { StageFigure } from './measure'

export const STAGE_WORDS: Record<Stage, string> = {
  coding: 'first commit until ready for review',
  pickup: 'ready until the first review',
  review: 'first review until approval',
  merge: 'approved until merged',
  queue: 'merged until a pipeline starts',
  build: 'until the pipelines are done',
  release: 'built until the deployment starts',
  deploy: 'until the deployment is done',
}

/** What happens at the end of each stage. */
export const STAGE_END: Record<Stage, string> = {
  coding: 'Ready for review',
  pickup: 'First review',
  review: 'Approved',
  merge: 'Merged',
  queue: 'Pipeline started',
  build: 'Pipelines done',
  release: 'Deployment started',
  deploy: 'In production',
}

const FEW = 5
/** A minute of difference, or a twentieth, is noise. */
const LEAST_SECONDS = 60
const LEAST_SHARE = 0.05

/** The stage whose median moved the furthest, as a sentence; null where too little can be compared. */
export function mostChanged(now: StageFigure[], before: StageFigure[] | null, name: string | null): string | null {
  if (before === null || name === null) return null
  let most: { stage: StageFigure; was: number; is: number } | null = null
  for (const stage of now) {
    const earlier = before.find((one) => one.name === stage.name)
    if (!earlier || earlier.median === null || stage.median === null) continue
    if (stage.n < FEW || earlier.n < FEW) continue
    const by = Math.abs(stage.median - earlier.median)
    if (most === null || by > Math.abs(most.is - most.was)) most = { stage, was: earlier.median, is: stage.median }
  }
  if (most === null) return null
  const { stage, was, is } = most
  if (Math.abs(is - was) < Math.max(LEAST_SECONDS, LEAST_SHARE * was)) return `No stage changed much against ${name}.`
  return `What changed most against ${name}: ${stage.name}, median ${formatDuration(was)} then, ${formatDuration(is)} now.`
}

/** What reviews and pipelines show. Without any of it nothing tells work from waiting. */
const SIGNS: readonly Stage[] = ['pickup', 'review', 'queue', 'build']

/** Whether any change shows a review or a pipeline. */
export function tellsWorkFromWaiting(stages: readonly Pick<StageFigure, 'name' | 'n'>[]): boolean {
  return stages.some((stage) => stage.n > 0 && SIGNS.includes(stage.name))
}
