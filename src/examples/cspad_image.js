/**
 * CSPad as in the tutorial: all four quads in one array, zeros where sections are missing, the dark of the window taken
 * off, averaged over the job and saved as the official pedestal files are shaped.
 */
class cspad_image {
  constructor({ source = '', outputfile = 'cspad_average.npy' }) {
    this.source = source;
    this.outputfile = outputfile;
    this.sections = [[], [], [], []];
    this.sum = null;
    this.nevents = 0;
  }

  beginjob(evt, env) {
    const config = env.getConfig('CspadConfig', this.source);
    if (!config) {
      print('*** cspad config object is missing ***');
      return;
    }
    // Sometimes sections are missing: remember which there are.
    this.sections = [0, 1, 2, 3].map((quad) => [...config.sections(quad)]);
    print(`Sections of quads 0 to 3: ${this.sections.map((list) => `[${list}]`).join(' ')}`);
    print(env.calib.dark ? `Dark: ${env.calib.dark.origin}` : 'No dark is chosen: values are as read out.');
  }

  async event(evt, env) {
    const elements = evt.getCsPadQuads(this.source, env);
    if (!elements || elements.length === 0) return;
    // The tiles put together, less the dark; getImage needs to be waited for.
    if (evt.number === 0) plot.image('picture', await evt.getImage(this.source), { title: 'First event' });
    const pixel_array = np.zeros([4, 8, 185, 388]);
    for (const element of elements) {
      let data = element.data(); // (sections, 185, 388)
      const quad = element.quad() + 0; // the list is not ordered
      if (data.shape[0] < 8) {
        const zsec = np.zeros([185, 388], data.dtype);
        for (let i = 0; i < 8; ++i) if (!this.sections[quad].includes(i)) data = np.insert(data, i, zsec, 0);
      }
      pixel_array.set(quad, data);
    }
    this.sum = this.sum ? this.sum.add(pixel_array) : pixel_array;
    this.nevents += 1;
  }

  merge(later) {
    if (later.sum) this.sum = this.sum ? this.sum.add(later.sum) : later.sum;
    this.nevents += later.nevents;
  }

  endjob(env) {
    if (!this.sum) {
      print('There was no CSPad in these events.');
      return;
    }
    let average = this.sum.div(this.nevents);
    if (env.calib.dark) average = average.sub(env.calib.dark.mean);
    print(`Average of ${this.nevents} events: mean ${average.mean().toFixed(3)}, largest ${average.max().toFixed(1)} ADU`);
    save.npy(this.outputfile, average.reshape(5920, 388));
    plot.histogram('values', average, { bins: 100, title: 'Values of all pixels', xLabel: 'ADU', logY: true });
  }
}
