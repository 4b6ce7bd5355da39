/** For `vi.waitFor`: how long a test waits for what another process or a clock does. Against hanging only, as a machine may be slow. */
export const PATIENCE = { timeout: 45_000, interval: 20 }
