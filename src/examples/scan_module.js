/**
 * A scan, as XtcExplorer's pyana_scan: mean and spread of a monitor's sum in each calib cycle, against the control PV.
 */
class scan_module {
  constructor({ controlpv = '', source = '', outputfile = 'scan.csv' }) {
    this.controlpv = controlpv;
    this.source = source;
    this.outputfile = outputfile;
    this.steps = []; // one of { pv, values } for each calib cycle
  }

  begincalibcycle(evt, env) {
    let pv = this.steps.length;
    const config = env.getConfig('ControlConfig');
    if (config) {
      for (const control of config.pvControls()) {
        if (this.controlpv === '' || control.name() == this.controlpv) {
          pv = control.value() + 0;
          break;
        }
      }
    }
    this.steps.push({ pv, values: [] });
  }

  event(evt, env) {
    const fex = evt.get('IpmFex', this.source);
    if (fex && this.steps.length > 0) this.steps[this.steps.length - 1].values.push(fex.sum);
  }

  /** Being here, it keeps the events of a cycle together when several workers share the run. */
  endcalibcycle(env) {}

  merge(later) {
    this.steps = this.steps.concat(later.steps);
  }

  endjob(env) {
    const steps = this.steps.filter(({ values }) => values.length > 0);
    const pv = np.array(steps.map((step) => step.pv));
    const mean = np.array(steps.map(({ values }) => np.mean(values)));
    const std = np.array(steps.map(({ values }) => np.std(values)));
    const events = np.array(steps.map(({ values }) => values.length));
    print(`${steps.length} steps of ${this.controlpv || 'the first control PV'}, ${np.sum(events)} events`);
    plot.errorbar('scan', pv, mean, std, { title: 'Scan', xLabel: this.controlpv, yLabel: `sum of ${this.source}` });
    save.csv(this.outputfile, { pv, mean, std, events });
  }
}
