/** The tutorial's image analysis: the largest pixel, and the centre of mass of a region of a single CSPad section. */
class xppt_image_analysis {
  constructor({ source = '', region = null, outputfile = null }) {
    this.source = source;
    this.outputfile = outputfile;
    this.roi = null;
    if (region !== null && region !== '') {
      this.roi = region.replace(/[[()\]]/g, '').split(',').map(Number);
      if (this.roi.length !== 4 || this.roi.some(Number.isNaN)) throw new Error('Wrong format of ROI: it should be x1, x2, y1, y2.');
    }
    this.nevents = 0;
    this.results = [];
  }

  beginjob(evt, env) {
    const config = env.getConfig('CspadConfig', this.source);
    if (!config) {
      print('*** cspad config object is missing ***');
      return;
    }
    const quads = [0, 1, 2, 3];
    print('Cspad configuration');
    print(`  N quadrants   : ${config.numQuads()}`);
    print(`  Quad mask     : 0x${config.quadMask().toString(16)}`);
    print(`  sections      : ${quads.map((quad) => `[${config.sections(quad)}]`).join(', ')}`);
  }

  event(evt, env) {
    this.nevents += 1;
    const elements = evt.getCsPadQuads(this.source, env);
    if (!elements || elements.length === 0) {
      print('*** cspad information is missing ***');
      return;
    }
    // Potentially there are 4 elements; in this file there is one, with one single 2×1.
    let image = elements[0].data().reshape(185, 388);

    // Hot and saturated pixels do not count.
    image = image.map((value) => (value >= 16383 ? 0 : value));

    const maxbin = image.argmax();
    const maxbin_coord = image.unravel(maxbin);
    print(`Image max = ${image.data[maxbin].toFixed(2)} at bin ${maxbin}, or (row, column) = (${maxbin_coord.join(', ')})`);

    if (this.roi === null) this.roi = [0, image.shape[1], 0, image.shape[0]];
    const [x1, x2, y1, y2] = this.roi;
    const roi_array = image.roi(x1, x2, y1, y2); // bounds are cut to whole pixels, as numpy did
    const cms = np.center_of_mass(roi_array);
    print(`ROI   [x1, x2, y1, y2] = [${this.roi.join(', ')}]`);
    print(`Center-of-mass of the ROI: (x, y) = (${(x1 + cms[1]).toFixed(2)}, ${(y1 + cms[0]).toFixed(2)})`);
    // What is printed adds the region as it was typed, as the tutorial does; the pixels begin at its whole part.
    this.results.push([maxbin, image.data[maxbin], roi_array.sum(), Math.trunc(x1) + cms[1], Math.trunc(y1) + cms[0]]);

    plot.image('full', image, { title: 'Full image' });
    plot.image('region', roi_array, { title: 'Region of Interest' });
  }

  merge(later) {
    this.nevents += later.nevents;
    this.results = this.results.concat(later.results);
  }

  endjob(env) {
    // Place and value of the largest pixel, sum of the region, its centre x and y in pixels.
    if (this.outputfile !== null && this.results.length > 0) save.npy(this.outputfile, np.array(this.results));
    print(`Done! ${this.nevents} events.`);
  }
}
