import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { permit } from '../../../../lib/auth/permit'
import { sources } from '../../../../lib/collectors/registry'
import { findConnection } from '../../../../lib/store/connections'
import { Notice } from '../../../_ui/notice'
import { decoded } from '../../../_ui/query'
import { fieldsOf } from '../../fields'
import { SourceForm } from '../../source-form'

type Props = { params: Promise<{ name: string }> }

export const metadata: Metadata = { title: 'Change a source' }

export default async function EditSourceRoute({ params }: Props) {
  const name = decoded((await params).name)
  const connection = (await permit('change-sources')) ? await findConnection(name) : null
  const source = connection && sources[connection.kind]
  if (!connection || !source) notFound()
  return (
    <>
      <h1>
        Change <bdi>{name}</bdi>
      </h1>
      {connection.managedByFile ? (
        <Notice title="It is managed by the configuration file">
          <p>Change it there; it is read at the next start.</p>
        </Notice>
      ) : (
        <SourceForm
          kind={connection.kind}
          known={name}
          suggestedName={name}
          schedule={connection.schedule ?? ''}
          fields={fieldsOf(source.config, connection.config)}
        />
      )}
    </>
  )
}
