import { expect, test } from './test.ts';
import { fixtureJson } from '../fixtures/fixtures.ts';
import { XtcWindow, fixturePath } from './xtc-window.ts';

type Listed = { shape: number[]; sum: number; first8: number[] };
type Fields = { [name: string]: Listed | Fields };
type Expected = { samples: { datagram: number; src: string; typeid: number; fields: Fields }[] };

/** Bits that are the value, and the sizes of pictures that are not as stored, by source. */
const MASKED = /Epix|Jungfrau/;
const PICTURES: Readonly<Record<string, [number, number]>> = {
  'SxrEndstation-0|DualAndor-0': [62, 40],
  'CxiDs1-0|Jungfrau-1': [50, 40],
  'CxiDs1-0|Jungfrau-2': [52, 20],
  'Camp-0|pnCCD-0': [1024, 1024],
  'Camp-0|pnCCD-1': [1024, 1024],
  'XppGon-0|Cspad2x2-1': [391, 380],
  'XppGon-0|Cspad2x2-2': [391, 380],
};

/** The pixels of each picture source in the first event, as the library reads them. */
function expectedPictures(name: string): Map<string, Listed> {
  const found = new Map<string, Listed>();
  for (const { src, fields } of fixtureJson<Expected>(`zoo/${name}.expected.json`).samples) {
    const source = /\((.*)\)/.exec(src)?.[1] ?? '';
    const candidates = [fields.data, fields.data16, fields.data8, fields.frame] as (Listed | undefined)[];
    const listed = candidates.find((array) => array !== undefined && 'shape' in array && array.shape.length > 1 && array.shape[0] > 0);
    if (listed && !found.has(source) && !source.includes('EpixSampler')) found.set(source, listed);
  }
  return found;
}

for (const name of ['zoo_cameras', 'zoo_areadetectors', 'zoo_newdetectors']) {
  test(`${name}: every picture source shows what the library reads`, async ({ page }) => {
    test.setTimeout(120_000);
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    const window = new XtcWindow(page);
    await window.goto();
    await window.open(fixturePath(`zoo/${name}.xtc`));
    await window.showImage();
    const sources = await page.evaluate(() => globalThis.xtcscope.current?.imageSources ?? []);
    const expected = expectedPictures(name);
    for (const source of expected.keys()) expect(sources).toContain(source);
    expect(new Set(sources).size).toBe(sources.length);
    for (const source of sources) {
      await page.evaluate((wanted) => document.querySelector('xtc-app')?.session.selectSource(wanted), source);
      await expect.poll(() => page.evaluate(() => document.querySelector('xtc-app')?.session.frame.value?.source)).toBe(source);
      await window.idle();
      const shown = await page.evaluate(() => {
        const frame = document.querySelector('xtc-app')?.session.frame.value;
        if (!frame) throw new Error('no frame');
        const { raw, image } = frame;
        let [sum, values] = [0, 0];
        for (const word of raw.data) sum += word;
        for (const value of image.data) if (!Number.isNaN(value)) values += value;
        return { shape: [...raw.shape], image: [...image.shape], sum, values, first8: [...raw.data.slice(0, 8)] };
      });
      const listed = expected.get(source);
      if (listed && !source.includes('Cspad2x2')) {
        expect(shown.shape).toEqual(listed.shape);
        expect(shown.sum).toBe(listed.sum);
        expect(shown.first8).toEqual(listed.first8);
      }
      expect(shown.image, source).toEqual(PICTURES[source] ?? shown.shape.slice(-2));
      if (!MASKED.test(source)) expect(shown.values).toBe(shown.sum);
      await page.screenshot({ path: test.info().outputPath(`${source.replaceAll(/[^\w-]/g, '_')}.png`) });
    }
    expect(errors).toEqual([]);
  });
}
