// The worker as `npm run worker` runs it, with the source that tests play.
import { sources } from '../collectors/registry'
import { played } from './played-source'

sources.played = played
await import('../../jobs/worker')
