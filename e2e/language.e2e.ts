/** The studio in German: the main job, a refusal, and that the choice is kept. */
import { expect } from '@playwright/test';
import { testOnSmallModel } from './support/smallModel';
import { openStudio, paintMask } from './support/studio';

testOnSmallModel('the main job is done in German, and stays German', async ({ page }) => {
  await openStudio(page, 'wasm');
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.getByRole('button', { name: 'Erzeugen' }).click();
  const refusal = page.getByRole('alert');
  await expect(refusal).toContainText('Die Maske ist leer.');
  await expect(refusal).toContainText('Malen Sie, wo die Läsion erscheinen soll');
  await expect(refusal.locator('[lang="en"]')).toHaveCount(0);

  await page.getByLabel('Maskenleinwand').waitFor();
  await page.getByRole('combobox', { name: 'Sprache' }).selectOption('English');
  await expect(refusal).toContainText('The mask is empty.'); // said again in the language that is read now
  await paintMask(page);
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch');
  await page.getByLabel('Klasse', { exact: true }).selectOption('VASC vaskuläre Läsion');
  await page.getByRole('spinbutton', { name: 'Varianten' }).fill('1');
  await page.getByRole('spinbutton', { name: 'Schritte' }).fill('1');
  await page.getByRole('button', { name: 'Erzeugen' }).click();
  const variant = page.getByRole('list', { name: 'Varianten' }).getByRole('listitem');
  await variant.getByRole('button', { name: 'Annehmen' }).click({ timeout: 60_000 });

  await page.reload();
  for (const screen of ['Datensatz', 'Warteschlange', 'Sichten', 'Auswerten', 'Modelle', 'Exportieren']) {
    await page.getByRole('navigation').getByRole('link', { name: screen, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(screen);
  }
  await page.getByRole('button', { name: 'Zip exportieren' }).click();
  await expect(page.getByRole('link', { name: /\.zip/ })).toBeVisible({ timeout: 60_000 });
});

testOnSmallModel.describe('in a browser that prefers it', () => {
  testOnSmallModel.use({ locale: 'de-CH' });
  testOnSmallModel('German is spoken from the start', async ({ page }) => {
    await page.goto('/#/compose');
    await expect(page.getByRole('heading', { name: 'Malen' })).toBeAttached();
  });
});
