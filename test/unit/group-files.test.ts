import { describe, expect, it } from 'vitest';
import { parseFileName } from '../../src/format/file-name.ts';
import { groupFiles } from '../../src/format/group-files.ts';
import { describeForeignFile } from '../../src/format/file-kind.ts';

const files = (...names: string[]): File[] => names.map((name) => new File(['x'], name));

describe('parseFileName', () => {
  it.each([
    ['e81-r0098-s00-c00.xtc', { experiment: 'e81', run: 98, stream: 0, chunk: 0 }],
    ['xppi0310-r0098-s01-c12.xtc', { experiment: 'xppi0310', run: 98, stream: 1, chunk: 12 }],
    ['mfx100903824-r10005-s80-c01.xtc.inprogress', { experiment: 'mfx100903824', run: 10005, stream: 80, chunk: 1 }],
    ['e81-r0098-s00-c00.smd.xtc', { experiment: 'e81', run: 98, stream: 0, chunk: 0 }],
    ['damage.xtc', { experiment: '', run: 0, stream: 0, chunk: 0 }],
  ])('%s', (name, expected) => expect(parseFileName(name)).toEqual(expected));
});

describe('groupFiles', () => {
  it('sorts runs, streams and chunks, and leaves other files out', () => {
    const { runs, others, problems } = groupFiles(files('e81-r0099-s00-c00.xtc', 'e81-r0098-s01-c00.xtc', 'e81-r0098-s00-c01.xtc', 'dark.npy', 'e81-r0098-s00-c00.xtc'));
    expect(problems).toEqual([]);
    expect(others.map(({ name }) => name)).toEqual(['dark.npy']);
    expect(runs.map(({ label }) => label)).toEqual(['e81 r0098', 'e81 r0099']);
    expect(runs[0].streams.map(({ stream, chunks }) => [stream, chunks.map(({ chunk }) => chunk)])).toEqual([[0, [0, 1]], [1, [0]]]);
  });

  it('says which chunk is missing, which file comes twice, and which name tells no run', () => {
    const { runs, problems } = groupFiles(files('e1-r0001-s00-c00.xtc', 'e1-r0001-s00-c02.xtc', 'e1-r0001-s00-c00.xtc', 'a.xtc', 'b.xtc'));
    expect(problems.map(({ code, file }) => [code, file])).toEqual([
      ['duplicate', 'e1-r0001-s00-c00.xtc'], ['missing-chunk', 'e1-r0001-s00-c02.xtc'], ['bad-name', 'a.xtc'],
    ]);
    expect(runs.map(({ label }) => label)).toEqual(['e1 r0001', 'a.xtc', 'b.xtc']);
  });

  it('says which stream is missing, of the DAQ and of control', () => {
    const { problems } = groupFiles(files('e1-r0001-s00-c00.xtc', 'e1-r0001-s02-c00.xtc', 'e1-r0001-s80-c00.xtc', 'e1-r0001-s83-c00.xtc'));
    expect(problems.map(({ code, file }) => [code, file])).toEqual([['missing-stream', 'e1-r0001-s02-c00.xtc'], ['missing-stream', 'e1-r0001-s83-c00.xtc']]);
    expect(problems[1].message).toContain('Streams 81 to 82 are missing');
  });

  it('says in one sentence what a foreign file is', async () => {
    const problem = await describeForeignFile(new File([Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)], 'photo.jpg'));
    expect(problem.code).toBe('not-xtc');
    expect(problem.message).toContain('JPEG');
  });
});
