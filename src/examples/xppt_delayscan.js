/**
 * The tutorial's delay scan with a point detector: the control PV gives the time, the phase cavity corrects it, one
 * monitor normalises another.
 */
class xppt_delayscan {
  constructor({ controlpv = '', ipimb_sig = '', ipimb_norm = '', threshold = '', outputfile = 'point_scan_delay.npy' }) {
    this.controlpv = controlpv;
    this.ipimb_sig = ipimb_sig;
    this.ipimb_norm = ipimb_norm;
    this.threshold = threshold === '' ? null : Number(threshold); // parameters are texts
    this.outputfile = outputfile;

    this.current_pv_value = NaN;
    this.h_ipm_rsig = []; // raw signal
    this.h_ipm_nsig = []; // normalised signal
    this.h_delaytime = [];
  }

  beginjob(evt, env) {
    const ctrl_config = env.getConfig('ControlConfig');
    if (!ctrl_config) return;
    print('PV control config in this xtc file:');
    print(`     npvControls: ${ctrl_config.npvControls()}`);
    for (let ic = 0; ic < ctrl_config.npvControls(); ++ic) {
      const cpv = ctrl_config.pvControl(ic);
      print(`          name: ${cpv.name()} ${cpv.value()}`);
    }
  }

  begincalibcycle(evt, env) {
    // The control PV changes only here.
    const ctrl_config = env.getConfig('ControlConfig');
    if (!ctrl_config) throw new Error('The run has no ControlConfig: it is no scan.');
    for (let ic = 0; ic < ctrl_config.npvControls(); ++ic) {
      const cpv = ctrl_config.pvControl(ic);
      if (cpv.name() == this.controlpv) this.current_pv_value = cpv.value() + 0;
    }
  }

  event(evt, env) {
    // The sum of all channels of this monitor normalises, and filters.
    const ipmN_fex = evt.get('IpmFex', this.ipimb_norm);
    if (!ipmN_fex) return;
    const ipm_norm = ipmN_fex.sum;
    if (this.threshold !== null && ipm_norm < this.threshold) return;

    const pc = evt.getPhaseCavity();
    if (!pc) return;
    const phasecav1 = pc.fFitTime1;

    // Picoseconds of the phase cavity, femtoseconds of the PV.
    const delaytime = this.current_pv_value + phasecav1 * 1e3;

    // Channel 1 (counting from 0) of this monitor is the signal.
    const ipmS_fex = evt.get('IpmFex', this.ipimb_sig);
    if (!ipmS_fex) return;
    const ipm_sig = ipmS_fex.channel[1];

    this.h_ipm_rsig.push(ipm_sig);
    this.h_ipm_nsig.push(ipm_sig / ipm_norm);
    this.h_delaytime.push(delaytime);
  }

  merge(later) {
    this.h_ipm_rsig = this.h_ipm_rsig.concat(later.h_ipm_rsig);
    this.h_ipm_nsig = this.h_ipm_nsig.concat(later.h_ipm_nsig);
    this.h_delaytime = this.h_delaytime.concat(later.h_delaytime);
  }

  endjob(env) {
    if (this.h_delaytime.length === 0) {
      print('End of job... no event had all that is needed.');
      return;
    }
    const range = (list, digits) => `${list.length} entries, from ${np.min(list).toFixed(digits)} to ${np.max(list).toFixed(digits)}`;
    print('End of job... have collected:');
    print(`       - delay time: ${range(this.h_delaytime, 2)}`);
    print(`       - raw signal: ${range(this.h_ipm_rsig, 5)}`);
    print(`       - normalized: ${range(this.h_ipm_nsig, 5)}`);

    const delaytime = np.array(this.h_delaytime);
    const rawsignal = np.array(this.h_ipm_rsig);
    const normsignal = np.array(this.h_ipm_nsig);
    print(`Saving to file... ${this.outputfile}`);
    if (this.outputfile.includes('.mat')) save.mat(this.outputfile, { delaytime, rawsignal, normsignal });
    else if (this.outputfile.includes('.h5')) save.h5(this.outputfile, { 'MyGroup/delaytime': delaytime, 'MyGroup/rawsignal': rawsignal, 'MyGroup/normsignal': normsignal });
    else {
      const columns = np.stack([delaytime, rawsignal, normsignal], 1);
      if (this.outputfile.includes('.npy')) save.npy(this.outputfile, columns);
      else save.txt(this.outputfile, columns);
    }

    plot.scatter('delay', delaytime, normsignal, { title: 'Delay scan', xLabel: 'delay, fs', yLabel: 'normalised signal' });
  }
}
