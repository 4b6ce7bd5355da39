// What GitHub's refusals mean beyond their status: which scope or permission is missing, which sign-on, which limit.
import type { z } from 'zod'
import { StreamgaugeError } from '../../errors'
import { errorOfStatus, type Refusal } from '../http'

export type GraphError = {
  type?: string
  message: string
  path?: (string | number)[]
  extensions?: { saml_failure?: boolean; code?: string; fieldName?: string }
}

/** Throws nothing: it is the error. `body` is GitHub's JSON. */
export function errorOfRefusal(refusal: Refusal): StreamgaugeError {
  const error = errorOfStatus(refusal)
  if (error.kind !== 'auth' && error.kind !== 'not-found') return error
  const hint = refusal.status === 401 ? error.hint : (hintOf(refusal.headers) ?? error.hint)
  return new StreamgaugeError(error.kind, error.message, { cause: error, hint })
}

function hintOf(headers: Headers): string | undefined {
  const sso = headers.get('x-github-sso')
  const url = /url=(\S+)/.exec(sso ?? '')?.[1]
  if (sso) return `Authorise the token for the organisation's single sign-on${url ? `: ${url}` : '.'}`
  const permissions = headers.get('x-accepted-github-permissions')
  if (permissions) return `The token needs the permission ${permissions.replaceAll('=', ': ').replaceAll(';', ' or ')}.`
  const [needed, has] = [headers.get('x-accepted-oauth-scopes'), headers.get('x-oauth-scopes')]
  if (needed) return `The token needs one of the scopes ${needed}; it has ${has || 'none'}.`
  return undefined
}

/** LIMIT: GraphQL says in an answer of 200 that a limit is reached; of a secondary one only its words tell. */
export function limitOf(errors: GraphError[]): 'primary' | 'secondary' | undefined {
  if (errors.some(({ message, path }) => !path && /\bsecondary rate limit/i.test(message))) return 'secondary'
  return errors.some(({ type }) => type === 'RATE_LIMITED' || type === 'RATE_LIMIT') ? 'primary' : undefined
}

/** What a GraphQL answer says went wrong with one thing that was asked for. */
export function errorOfGraph(error: GraphError, what: string): StreamgaugeError {
  if (error.extensions?.saml_failure || /SAML/.test(error.message)) {
    const hint = "Authorise the token for the organisation's single sign-on (the token's page, Configure SSO)."
    return new StreamgaugeError('auth', `${what}: ${error.message}`, { hint })
  }
  if (error.type === 'NOT_FOUND') {
    const hint =
      'It does not exist, or the token may not see it: a private one needs the scope repo or its owner as resource owner.'
    return new StreamgaugeError('not-found', `${what} was not found, or is hidden from the token`, { hint })
  }
  if (error.extensions?.code === 'undefinedField' && error.extensions.fieldName === 'issueType') {
    const hint = 'Take the types out of the rule for incidents, or update the Enterprise Server.'
    return new StreamgaugeError('config', `${what}: this GitHub does not know issue types`, { hint })
  }
  if (error.type === 'FORBIDDEN' || error.type === 'INSUFFICIENT_SCOPES') {
    const hint = 'Give the token the permission or the scope that is named.'
    return new StreamgaugeError('auth', `${what}: ${error.message}`, { hint })
  }
  return new StreamgaugeError('unexpected', `${what}: ${error.message}`)
}

/** A whole answer that is not as GitHub describes it. */
export function unexpected(error: z.ZodError, what: string): StreamgaugeError {
  const [issue] = error.issues
  return new StreamgaugeError('unexpected', `${what}: ${issue?.path.join('.')}: ${issue?.message}`, { cause: error })
}
