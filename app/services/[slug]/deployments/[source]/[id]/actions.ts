'use server'

import { randomUUID } from 'node:crypto'
import { redirect } from 'next/navigation'
import { permit } from '../../../../../../lib/auth/permit'
import { readEnv } from '../../../../../../lib/env'
import { correct, LONGEST_REASON } from '../../../../../../lib/insights/correct'
import { href } from '../../../../../_ui/query'
import { readPeople } from '../../../../../api/receive'
import { deploymentAddress } from '../../address'
import { readAsked } from './asked'

/** Stores what the form says, and shows the page again with the answer in its address. */
export async function sayWord(form: FormData): Promise<void> {
  const asked = readAsked(form)
  if (!asked) redirect('/')
  const path = deploymentAddress(asked.slug, asked.deployment)
  const back = (said: string, more: Record<string, string | undefined> = {}) =>
    redirect(href(path, {}, { said, ...more }, 'said'))
  if (!(await permit('correct-outcomes'))) back('not-here')
  const answer = await correct(asked, `page-${randomUUID()}`, { now: new Date(), people: await readPeople(readEnv()) })
  const isDone = answer === 'saved' || answer === 'taken-back'
  // What was typed is not lost where it was not taken.
  back(answer, isDone ? {} : { reason: asked.reason.slice(0, LONGEST_REASON) || undefined, incident: asked.target?.id })
}
