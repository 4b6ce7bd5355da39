// A process of its own that ingests commits of DATABASE_URL without end and says after each chunk how many are in.
import { closeDb, configureDb } from '../db'
import { ingest } from '../store/ingest'
import { commit } from './build'

configureDb({ url: process.env.DATABASE_URL ?? '' })
try {
  for (let chunk = 0; ; chunk += 1) {
    const records = Array.from({ length: 200 }, (_, at) => commit({ sha: `c${chunk * 200 + at}` }))
    await ingest(records, { now: new Date() })
    process.stdout.write(`${(chunk + 1) * 200}\n`)
  }
} finally {
  await closeDb()
}
