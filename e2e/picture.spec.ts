import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'

/** Width and height of a PNG in pixels. */
function sizeOf(png: Buffer): [width: number, height: number] {
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG')
  return [png.readUInt32BE(16), png.readUInt32BE(20)]
}

test('the chart of a metric is a picture to take along', async ({ page, request }) => {
  await page.goto('/metrics/lead-time?service=shop&scale=log&window=26w')
  const link = page.getByRole('link', { name: 'Chart (PNG)' })
  await expect(link).toHaveAttribute('href', '/metrics/lead-time/chart.png?service=shop&scale=log&window=26w')
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  expect(download.suggestedFilename()).toBe('lead-time-shop.png')
  const [width, height] = sizeOf(await readFile(await download.path()))
  expect(width).toBe(2400)
  expect(height).toBeGreaterThan(1000)

  // Without data it is lower: it has the frame and the words alone.
  const empty = await request.get('/metrics/lead-time/chart.png?service=shop&from=2019-01-01&to=2019-03-01')
  expect(empty.headers()).toMatchObject({ 'content-type': 'image/png', 'cache-control': 'no-store' })
  expect(sizeOf(await empty.body())[1]).toBeLessThan(height / 2)
  // Its rows, and how they are spread, are pictures of their own.
  for (const name of ['Each change (PNG)', 'How they are spread (PNG)']) {
    const href = await page.getByRole('link', { name }).getAttribute('href')
    const picture = await request.get(href ?? '')
    expect(sizeOf(await picture.body())[1], name).toBeGreaterThan(1000)
  }
  const many = await Promise.all(
    Array.from({ length: 6 }, () => request.get('/metrics/change-failure-rate/chart.png?window=all')),
  )
  expect(many.map((one) => one.status())).toEqual(many.map(() => 200))
  expect((await request.get('/metrics/lead-time/chart.png?service=nobody')).status()).toBe(404)
  expect((await request.get('/metrics/lead-time/chart.png?window=7y')).status()).toBe(400)
})
