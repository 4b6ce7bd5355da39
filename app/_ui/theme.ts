import { cookies } from 'next/headers'

const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export function readTheme(value: unknown): Theme {
  return THEMES.find((theme) => theme === value) ?? 'system'
}

export async function currentTheme(): Promise<Theme> {
  return readTheme((await cookies()).get('theme')?.value)
}
