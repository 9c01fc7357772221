import { expect, test } from '@jest/globals';
import { launchBrowser } from './support/browser.ts';

test('the browser that comes with npm ci starts and draws letters with a width of their own', async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.setContent('<span id="thin">iiii</span><br><span id="wide">WWWW</span>');
    const thin = await page.locator('#thin').boundingBox();
    const wide = await page.locator('#wide').boundingBox();

    expect(thin?.width).toBeGreaterThan(0);
    expect(wide?.width).toBeGreaterThan(2 * (thin?.width ?? 0));
  } finally {
    await browser.close();
  }
});
