import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../../lib/auth/permit'
import { sources } from '../../../lib/collectors/registry'
import { findConnection } from '../../../lib/store/connections'
import { demoDay } from '../../../lib/store/demo'
import { one, type Query } from '../../_ui/query'
import { fieldsOf } from '../fields'
import { InDemo } from '../in-demo'
import { SourceForm } from '../source-form'

type Props = { searchParams: Promise<Query> }

export const metadata: Metadata = { title: 'Add a source' }

export default async function NewSourceRoute({ searchParams }: Props) {
  if (!(await permit('change-sources'))) notFound()
  if ((await demoDay()) !== null) return <InDemo />
  const kind = one(await searchParams, 'kind') ?? ''
  const source = Object.hasOwn(sources, kind) ? sources[kind] : undefined
  if (!source) notFound()
  const suggestedName = (await findConnection(kind)) ? '' : kind
  return (
    <>
      <h1>Add {source.title}</h1>
      <SourceForm
        kind={kind}
        known={null}
        suggestedName={suggestedName}
        schedule=""
        fields={fieldsOf(source.config, undefined)}
      />
    </>
  )
}
