import cspadImage from './cspad_image.js?raw';
import scanModule from './scan_module.js?raw';
import skeleton from './skeleton.js?raw';
import delayScan from './xppt_delayscan.js?raw';
import imageAnalysis from './xppt_image_analysis.js?raw';

/** A module that comes along: text to run, to read and to change. */
export type ExampleModule = {
  /** As a pyana.cfg names it. */
  readonly name: string;
  /** What it does, in one line. */
  readonly note: string;
  readonly source: string;
  /** Those of the tutorial where it has some. */
  readonly params: Readonly<Record<string, string>>;
};

/** All modules that come along; the skeleton is what a new one starts from. */
export const EXAMPLE_MODULES: readonly ExampleModule[] = [
  { name: 'skeleton', note: 'every callback, explained', source: skeleton, params: { source: 'XppSb3Ipm-1|Ipimb-0', threshold: '0.1' } },
  {
    name: 'pyana_examples.xppt_delayscan',
    note: 'the tutorial’s delay scan with a point detector',
    source: delayScan,
    params: {
      controlpv: 'fs2:ramp_angsft_target', ipimb_norm: 'XppSb3Ipm-1|Ipimb-0', ipimb_sig: 'XppSb3Pim-1|Ipimb-0', threshold: '0.1', outputfile: 'point_scan_delay.npy',
    },
  },
  {
    name: 'pyana_examples.xppt_image_analysis',
    note: 'the tutorial’s largest pixel and centre of mass',
    source: imageAnalysis,
    params: { source: 'XppGon-0|Cspad-0', region: '127.3, 188.4, 95.1, 126.9', outputfile: 'image_analysis.npy' },
  },
  { name: 'cspad_image', note: 'all quads, missing sections, darks, average', source: cspadImage, params: { source: 'XppGon-0|Cspad-0', outputfile: 'cspad_average.npy' } },
  { name: 'scan_module', note: 'mean and spread at each step of a scan', source: scanModule, params: { controlpv: '', source: 'XppSb3Ipm-1|Ipimb-0', outputfile: 'scan.csv' } },
];
