import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { permit } from '../../../../lib/auth/permit'
import { ruleInstead } from '../../../../lib/insights/inferred-rule'
import { askedWindow, WINDOW_PARAMETERS, withQuery } from '../../../../lib/insights/page-window'
import { previewRule } from '../../../../lib/insights/rule-preview'
import { BY_HAND } from '../../../../lib/records/by-hand'
import { isDeclared } from '../../../../lib/store/declared'
import { demoDay } from '../../../../lib/store/demo'
import { loadConfiguredByName, unconfigured } from '../../../../lib/store/services'
import { measuredServices } from '../../../_ui/fresh-facts'
import { one, type Query } from '../../../_ui/query'
import { MISSING } from '../../../missing'
import { findService } from '../find-service'
import NoSuchService from '../not-found'
import { AsItStands } from './as-it-stands'
import { KINDS } from './kinds'
import { Preview } from './preview'
import styles from './rule.module.css'
import { RuleForm } from './rule-form'
import { Unpin } from './unpin'
import { askedField, previewAddress, readRecord, readValues, ruleAddress, storedValues } from './values'

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Query> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const service = await findService((await params).slug)
  return { title: service ? `Rule of ${service.name}` : 'No such service' }
}

/** What counts as a deployment of a service: to be changed, with what it would count beside it. */
export default async function RuleRoute({ params, searchParams }: Props) {
  if (!(await permit('read-rule'))) notFound()
  const summary = await findService((await params).slug)
  if (!summary) {
    if ((await headers()).has(MISSING)) return <NoSuchService />
    notFound()
  }
  const { name, slug, repository, rule } = summary
  const [[known], declared, day, mayChange] = await Promise.all([
    loadConfiguredByName([name]),
    isDeclared(name),
    demoDay(),
    permit('change-rule'),
  ])
  const { input } = (summary.configured && known) || unconfigured(repository, name)
  const query = await searchParams
  const stored = storedValues(input, rule)
  const values = declared ? stored : readValues((field) => askedField(query, field), stored)
  // A name that is still to be found is no reason not to look.
  const { record, problems } = readRecord({ ...values, name: values.name || name }, repository)
  if (values.name === '') problems.name = 'is empty'
  const path = ruleAddress(slug)
  const window = windowAsked(query)
  const windowFields = [...new URLSearchParams(window)]
  const now = Date.now()
  const preview =
    record &&
    (await previewRule({
      was: name,
      repository,
      name: summary.configured ? name : record.name,
      rule: record.deployments ?? { from: 'deployment' },
      paths: record.paths ?? null,
      productionEnvironments: record.productionEnvironments ?? null,
    }))
  const canSave = mayChange && day === null
  const instead = canSave && !declared && summary.configured ? await ruleInstead(name, repository, BY_HAND) : null
  const teams = [...new Set((await measuredServices()).flatMap(({ team }) => team ?? []))].sort()
  const kinds = Object.entries(KINDS).map(([kind, { title, pattern }]) => ({ kind, title, pattern }))
  return (
    <>
      <h1>
        What counts as a deployment of <bdi>{name}</bdi>
      </h1>
      <p className={`quiet ${styles.lead}`}>
        {rule.inferred
          ? 'Nobody said it yet, so Streamgauge chose the first rule that finds a production deployment. '
          : ''}
        Every figure of the service follows from this rule, also those of the past.
      </p>
      <div className={styles.columns}>
        {declared ? (
          <AsItStands values={stored} />
        ) : (
          <section aria-label="Rule">
            {day !== null && (
              <p className={styles.aside}>This is a demonstration: its rules can be tried, not saved.</p>
            )}
            <RuleForm
              key={slug}
              slug={slug}
              window={windowFields}
              path={path}
              values={values}
              problems={problems}
              kinds={kinds}
              teams={teams}
              isNew={!summary.configured}
              canSave={canSave}
            />
            {instead && <Unpin slug={slug} window={windowFields} instead={instead} repository={repository} />}
          </section>
        )}
        <Preview
          preview={preview}
          from={record?.deployments?.from ?? 'deployment'}
          addressOf={(from) => previewAddress(slug, { ...values, from, match: '' }, window) ?? path}
          repository={repository}
          zone={summary.timeZone}
          now={now}
        />
      </div>
      <p className={styles.back}>
        <a href={`${withQuery(`/services/${encodeURIComponent(slug)}`, window)}#rule`}>
          Back to <bdi>{name}</bdi>
        </a>
      </p>
    </>
  )
}

/** The window in which the page was opened, for the way back. */
function windowAsked(query: Query): string {
  const fields = WINDOW_PARAMETERS.map((name) => [name, one(query, name) ?? ''])
  return askedWindow(new URLSearchParams(fields).toString())
}
