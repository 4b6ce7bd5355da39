import { defineConfig } from 'prisma/config'

// Prisma's command line looks for its schema engine, and downloads it, even for `generate`, which never runs it:
// any executable satisfies the search, so setting up needs no download. `prisma migrate` needs the real one: unset this there.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // Only `prisma migrate` connects; `generate` and the program's own migrations do not read it.
  datasource: { url: process.env.DATABASE_DIRECT_URL ?? process.env.DATABASE_URL ?? '' },
})
