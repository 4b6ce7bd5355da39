/** Where the server of the browser tests gives its mails to; only a test that reads them listens there. */
export const MAIL_PORT = Number(process.env.E2E_PORT ?? 3977) + 20_000
