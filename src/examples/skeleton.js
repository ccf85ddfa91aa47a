/**
 * A module: a class whose callbacks the framework calls while it goes through the run. Leave out what you do not need.
 *
 * evt is the event, env the environment; print, plot, save and np are always there. docs: Modules, "API".
 */
class MyModule {
  /** Called once with the parameters beside the editor (or of the pyana.cfg). All of them are texts. */
  constructor({ source = '', threshold = '0' }) {
    this.source = source;
    this.threshold = Number(threshold);
    this.events = 0;
  }

  /** Once, with the configuration of the run: read what holds for all of it. */
  beginjob(evt, env) {
    print(`Job ${env.jobName()} begins.`);
  }

  /** At the beginning of the run. */
  beginrun(evt, env) {
    print(`Run ${evt.run()}`);
  }

  /** At the beginning of each calib cycle: the control PVs have new values. */
  begincalibcycle(evt, env) {
    const config = env.getConfig('ControlConfig');
    if (config) for (const control of config.pvControls()) print(`${control.name()} = ${control.value()}`);
  }

  /** For every event. Return Skip to keep it from later modules, Stop to end the job, Terminate to end it at once. */
  event(evt, env) {
    this.events += 1;
    // const fex = evt.get('IpmFex', this.source);
    // if (!fex || fex.sum < this.threshold) return Skip;
  }

  /** At the end of each calib cycle. */
  endcalibcycle(env) {}

  /** At the end of the run. */
  endrun(env) {}

  /** Once, at the end: save and plot what was collected. */
  endjob(env) {
    print(`${this.events} events`);
    // save.npy('result.npy', np.array(this.values));
    // plot.line('result', np.arange(this.values.length), this.values);
  }

  /** Lets several workers share the run: takes over what another one, of later events, has collected. */
  merge(later) {
    this.events += later.events;
  }
}
