/** Random numbers that are the same on every machine: xorshift32. */
export class Random {
  #state: number;

  /** @param seed any whole number but 0 */
  constructor(seed: number) {
    this.#state = seed | 0 || 1;
  }

  /** 32 random bits, unsigned. */
  bits(): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return state >>> 0;
  }
  /** low ≤ x < high. */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * (this.bits() / 2 ** 32);
  }
  /** A whole number, 0 ≤ n < count. */
  below(count: number): number {
    return Math.floor(this.uniform(0, count));
  }
  /** Normal distribution (Box and Muller). */
  gaussian(mean = 0, sigma = 1): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return mean + sigma * radius * Math.cos(2 * Math.PI * this.uniform());
  }
}

/** Length of a noise table, a power of two. */
export const NOISE_LENGTH = 1 << 16;

/**
 * Normal noise to walk through from random places, far quicker than drawing each number: f32 of NOISE_LENGTH with mean 0
 * and sigma 1 exactly, so that the truth about a run needs no correction.
 */
export function noiseTable(random: Random): Float32Array {
  const noise = Float64Array.from({ length: NOISE_LENGTH }, () => random.gaussian());
  const mean = noise.reduce((sum, value) => sum + value, 0) / NOISE_LENGTH;
  const variance = noise.reduce((sum, value) => sum + (value - mean) ** 2, 0) / NOISE_LENGTH;
  return Float32Array.from(noise, (value) => (value - mean) / Math.sqrt(variance));
}
