import { type DestinationStream, destination, type Logger, pino } from 'pino'

/**
 * One JSON object a line on standard error: standard output belongs to what a command answers.
 * Level by LOG_LEVEL; an unknown one means `info` here because `readEnv` is what complains.
 */
export function createLog(
  bindings: Record<string, unknown> = {},
  sink: DestinationStream = destination({ fd: 2, sync: true }),
  level: string = process.env.LOG_LEVEL ?? 'info',
): Logger {
  const known = level === 'silent' || Object.hasOwn(pino.levels.values, level)
  return pino(
    {
      level: known ? level : 'info',
      base: bindings,
      // Connection strings carry passwords, and sources carry tokens.
      redact: {
        paths: ['url', 'databaseUrl', 'password', 'token', 'authorization', '*.password', '*.token'],
        censor: '[hidden]',
      },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    sink,
  )
}
