// A process that sends what is queued, for tests that end it in the middle: `DATABASE_URL`, and the mail server's port as its argument.
import { sendQueued } from '../../jobs/report-sending'
import { configureDb } from '../db'
import { createLog } from '../log'

const [port, now] = process.argv.slice(2)
configureDb({ url: process.env.DATABASE_URL ?? '' })
const server = { host: '127.0.0.1', port: Number(port), secure: false, startTls: false, user: null, password: null }
await sendQueued({
  env: {
    mail: { server, from: { name: 'Streamgauge', address: 'reports@example.org' } },
    home: process.env.STREAMGAUGE_HOME ?? '',
    allowPrivateAddresses: true,
  },
  signal: new AbortController().signal,
  log: createLog(),
  clock: () => new Date(now ?? 0),
})
process.exit(0)
