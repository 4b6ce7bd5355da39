import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { permit } from '../../../lib/auth/permit'
import { deploymentsNamed } from '../../../lib/store/deployment-records'
import { measuredServices } from '../../_ui/fresh-facts'
import { Notice } from '../../_ui/notice'
import { decoded } from '../../_ui/query'
import { deploymentAddress } from '../../services/[slug]/deployments/address'
import styles from './page.module.css'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Deployment ${decoded((await params).id)}` }
}

/** Where a deployment is that is known by its id alone: its page, or a choice where several have the id. */
export default async function DeploymentByIdRoute({ params }: Props) {
  if (!(await permit('read-service'))) notFound()
  const id = decoded((await params).id)
  const slugs = new Map((await measuredServices()).map(({ name, slug }) => [name, slug]))
  const places = (await deploymentsNamed(id)).flatMap(({ service, ...name }) => {
    const slug = slugs.get(service)
    return slug === undefined ? [] : [{ service, source: name.source, address: deploymentAddress(slug, name) }]
  })
  const [only, ...more] = places
  if (only && more.length === 0) redirect(only.address)
  if (!only) {
    return (
      <>
        <h1>No deployment has this id</h1>
        <Notice title="It may have been removed, or not been collected yet">
          <p>
            Nothing that is known was deployed as “<bdi>{id}</bdi>”. <a href="/">The overview</a> lists every service
            with its deployments.
          </p>
        </Notice>
      </>
    )
  }
  return (
    <>
      <h1>
        Which <bdi>{id}</bdi>?
      </h1>
      <p>Several deployments have this id.</p>
      <ul className={styles.places}>
        {places.map(({ service, source, address }) => (
          <li key={address}>
            <a href={address}>
              that of <bdi>{service}</bdi>
            </a>{' '}
            <span className="quiet">
              from <bdi>{source}</bdi>
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
