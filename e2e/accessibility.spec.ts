import { test } from '@playwright/test'
import { expectNoBarriers } from './barriers'

for (const path of [
  '/',
  '/?window=none',
  '/services/checkout',
  '/services/checkout?window=all',
  '/services/archive',
  '/services/acme-library',
  '/services/nobody',
  '/quality?window=52w',
  '/sources',
  '/sources/new?kind=git',
]) {
  test(`no barrier that axe can find, nothing wider than the page: ${path}`, async ({ page }) => {
    await expectNoBarriers(page, { paths: [path], widths: [390, 1280] })
  })
}
