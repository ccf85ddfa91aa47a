import { erf } from './erf.ts';

export type FitModelName = 'gaussian' | 'lorentzian' | 'step' | 'exponential' | 'line';

/** A curve with parameters. */
export type FitModel = {
  readonly name: FitModelName;
  readonly label: string;
  readonly formula: string;
  readonly parameters: readonly string[];
  /** Index of the parameter of which only the size matters, -1 when there is none. */
  readonly width: number;
  /** The curve at x; writes its derivative by each parameter into `slopes`. `origin` is where an exponential counts x from. */
  readonly value: (x: number, p: ArrayLike<number>, slopes: Float64Array, origin: number) => number;
};

/** Curves that can be fitted, by name. */
export const FIT_MODELS: Readonly<Record<FitModelName, FitModel>> = {
  gaussian: {
    name: 'gaussian',
    label: 'Gaussian',
    formula: 'constant + amplitude · exp(-(x - centre)² / (2 sigma²))',
    parameters: ['amplitude', 'centre', 'sigma', 'constant'],
    width: 2,
    value: (x, p, slopes) => {
      const t = (x - p[1]) / p[2];
      const bell = Math.exp(-0.5 * t * t);
      slopes[0] = bell;
      slopes[1] = (p[0] * bell * t) / p[2];
      slopes[2] = (p[0] * bell * t * t) / p[2];
      slopes[3] = 1;
      return p[0] * bell + p[3];
    },
  },
  lorentzian: {
    name: 'lorentzian',
    label: 'Lorentzian',
    formula: 'constant + amplitude / (1 + ((x - centre) / width)²); width is half of that at half height',
    parameters: ['amplitude', 'centre', 'width', 'constant'],
    width: 2,
    value: (x, p, slopes) => {
      const t = (x - p[1]) / p[2];
      const bell = 1 / (1 + t * t);
      slopes[0] = bell;
      slopes[1] = (2 * p[0] * bell * bell * t) / p[2];
      slopes[2] = (2 * p[0] * bell * bell * t * t) / p[2];
      slopes[3] = 1;
      return p[0] * bell + p[3];
    },
  },
  step: {
    name: 'step',
    label: 'Error function',
    formula: 'constant + amplitude / 2 · (1 + erf((x - centre) / (√2 sigma)))',
    parameters: ['amplitude', 'centre', 'sigma', 'constant'],
    width: 2,
    value: (x, p, slopes) => {
      const t = (x - p[1]) / p[2];
      const bell = Math.exp(-0.5 * t * t) / Math.sqrt(2 * Math.PI);
      const risen = 0.5 * (1 + erf(t / Math.SQRT2));
      slopes[0] = risen;
      slopes[1] = (-p[0] * bell) / p[2];
      slopes[2] = (-p[0] * bell * t) / p[2];
      slopes[3] = 1;
      return p[0] * risen + p[3];
    },
  },
  exponential: {
    name: 'exponential',
    label: 'Exponential',
    formula: 'constant + amplitude · exp(-(x - origin) / tau); origin is the first x',
    parameters: ['amplitude', 'tau', 'constant'],
    width: -1,
    value: (x, p, slopes, origin) => {
      const t = (x - origin) / p[1];
      const decay = Math.exp(-t);
      slopes[0] = decay;
      slopes[1] = (p[0] * decay * t) / p[1];
      slopes[2] = 1;
      return p[0] * decay + p[2];
    },
  },
  line: {
    name: 'line',
    label: 'Line',
    formula: 'slope · x + intercept',
    parameters: ['slope', 'intercept'],
    width: -1,
    value: (x, p, slopes) => {
      slopes[0] = x;
      slopes[1] = 1;
      return p[0] * x + p[1];
    },
  },
};
