// GitHub's published schema, and its way to say what went wrong with a query.
import { schema as published } from '@octokit/graphql-schema'
import { buildSchema, type ExecutionResult, type GraphQLSchema, graphql } from 'graphql'

// What github.com knows and the published schema does not yet.
const TYPES = `
  type IssueType { id: ID!  name: String! }
  extend type Issue { issueType: IssueType }
`
const schemas = new Map<boolean, GraphQLSchema>()

/** `knowsTypes`: an older Enterprise Server knows no issue types. */
export async function execute(
  source: string,
  rootValue: object,
  variableValues: Record<string, unknown>,
  knowsTypes: boolean,
) {
  return formatted(await graphql({ schema: schemaOf(knowsTypes), source, rootValue, variableValues }))
}

function schemaOf(knowsTypes: boolean): GraphQLSchema {
  // What is published says two fields of an enterprise twice.
  const schema =
    schemas.get(knowsTypes) ?? buildSchema(published.idl + (knowsTypes ? TYPES : ''), { assumeValidSDL: true })
  schemas.set(knowsTypes, schema)
  return schema
}

/** GitHub puts the type of an error beside its message, and has a form of its own for a field that it does not know. */
function formatted({ data, errors }: ExecutionResult) {
  const unknown = errors?.flatMap(({ message }) => [
    ...message.matchAll(/^Cannot query field "(\w+)" on type "(\w+)"/g),
  ])
  if (unknown?.length) {
    return {
      errors: unknown.map(([, fieldName, typeName]) => ({
        message: `Field '${fieldName}' doesn't exist on type '${typeName}'`,
        extensions: { code: 'undefinedField', typeName, fieldName },
      })),
    }
  }
  const told = errors?.map(({ message, path, extensions }) => ({ type: extensions.type, path, message }))
  return { data: data ?? null, ...(told && { errors: told }) }
}
