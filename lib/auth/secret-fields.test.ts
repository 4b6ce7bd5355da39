import { expect, test } from 'vitest'
import { z } from 'zod'
import { mapSealed, mapSecrets, secretPaths } from './secret-fields'

const secret = () => z.string().meta({ secret: true })
const pathsOf = (schema: z.ZodType) => secretPaths(schema).map((path) => path.join('.'))

test.each<[string, z.ZodType, string[]]>([
  ['none', z.strictObject({ url: z.string() }), []],
  ['a field', z.strictObject({ url: z.string(), token: secret() }), ['token']],
  [
    'checks before and after',
    z.object({ a: z.string().min(3).meta({ secret: true }), b: secret().min(3) }),
    ['a', 'b'],
  ],
  [
    'wrappers',
    z.object({
      optional: secret().optional(),
      nullable: secret().nullable(),
      fallback: secret().default('x'),
      caught: secret().catch('x'),
      readonly: secret().readonly(),
      outside: z.string().optional().meta({ secret: true }),
    }),
    ['optional', 'nullable', 'fallback', 'caught', 'readonly', 'outside'],
  ],
  ['nested', z.object({ auth: z.object({ basic: z.object({ password: secret() }) }) }), ['auth.basic.password']],
  ['a list', z.object({ tokens: z.array(z.object({ value: secret() })) }), ['tokens.*.value']],
  ['a record', z.object({ headers: z.record(z.string(), secret()) }), ['headers.*']],
  ['a tuple', z.object({ pair: z.tuple([z.string(), secret()]) }), ['pair.*']],
  ['what else an object has', z.object({}).catchall(secret()), ['*']],
  [
    'every branch of a union, once',
    z.object({
      auth: z.discriminatedUnion('type', [
        z.object({ type: z.literal('token'), token: secret() }),
        z.object({ type: z.literal('app'), id: z.string(), key: secret() }),
      ]),
      other: z.union([secret(), z.object({ deep: secret() }), secret()]),
    }),
    ['auth.token', 'auth.key', 'other', 'other.deep'],
  ],
  [
    'before a transformation and inside a pipe',
    z
      .strictObject({ token: secret().transform((text) => text.trim()), nested: secret().pipe(z.string()) })
      .transform(({ token }) => ({ token })),
    ['token', 'nested'],
  ],
  ['an intersection', z.intersection(z.object({ a: secret() }), z.object({ b: secret() })), ['a', 'b']],
  ['a preprocessed one', z.object({ token: z.preprocess((given) => given, secret()) }), ['token']],
])('finds %s', (_, schema, paths) => {
  expect(pathsOf(schema)).toEqual(paths)
})

test('a schema that contains itself comes to an end', () => {
  const Node: z.ZodType = z.object({
    token: secret(),
    get child() {
      return z.lazy(() => Node).optional()
    },
  })
  expect(pathsOf(Node)).toContain('token')
})

test('only texts at the paths are replaced, whatever stands around them', () => {
  const value = {
    token: 'one',
    url: 'token',
    hooks: [{ secret: 'two', name: 'a' }, { name: 'b' }],
    headers: { 'X-Key': 'three', missing: null },
    kept: { $secret: 'v1.sealed' },
    number: 7,
  }
  const paths = [['token'], ['hooks', '*', 'secret'], ['headers', '*'], ['kept'], ['number'], ['gone', 'deep']]
  expect(mapSecrets(value, paths, (text, path) => `${path}=${text}`)).toEqual({
    ...value,
    token: 'token=one',
    hooks: [{ secret: 'hooks.*.secret=two', name: 'a' }, { name: 'b' }],
    headers: { 'X-Key': 'headers.X-Key=three', missing: null },
  })
  expect(mapSealed(value, ({ $secret }, path) => `${path}:${$secret}`)).toEqual({ ...value, kept: 'kept:v1.sealed' })
})

test('of a secret object every text is', () => {
  const schema = z.object({ login: z.object({ user: z.string(), password: z.string() }).meta({ secret: true }) })
  const given = { login: { user: 'a', password: 'b' } }
  expect(mapSecrets(given, secretPaths(schema), () => '•')).toEqual({ login: { user: '•', password: '•' } })
})
