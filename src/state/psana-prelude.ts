/** The head of every script: data sets, events, values. It runs under Python 2.7 and 3 with psana of LCLS-I. */
export const PSANA_PRELUDE = `import sys

import numpy as np
import psana

nan = float('nan')


def events(name):
    """Gives (env, calib cycle, number, event) of a data set, from SKIP on."""
    source = psana.DataSource(name)
    number = -1
    for run in source.runs():
        for cycle, step in enumerate(run.steps()):
            for evt in step.events():
                number += 1
                if number < SKIP:
                    continue
                if EVENTS is not None and number >= SKIP + EVENTS:
                    return
                yield source.env(), cycle, number, evt


def control(env, name):
    """The value of a control PV in this calib cycle, nan when there is none."""
    for version in ('ConfigV4', 'ConfigV3', 'ConfigV2', 'ConfigV1'):
        config = env.configStore().get(getattr(psana.ControlData, version), psana.Source())
        if config is not None:
            for pv in config.pvControls():
                if pv.name() == name:
                    return pv.value()
    return nan


def member(evt, source, type_name, path):
    """A member of a payload by the names of the data's own library, nan when the event has none."""
    for key in evt.keys():
        kind = key.type()
        if kind is None or type_name.lower() not in (kind.__module__ + '.' + kind.__name__).lower():
            continue
        if not psana.Source(source).match(key.src()):
            continue
        value = evt.get(kind, key.src())
        try:
            for part in path.replace(']', '').replace('[', '.').split('.'):
                value = value[int(part)] if part.isdigit() else getattr(value, part)
                value = value() if callable(value) else value
            return float(value)
        except (AttributeError, IndexError, TypeError):
            continue
    return nan


def ask(evt, names, source):
    """The first of several versions of a type that the event has; None when it has none."""
    for name in names:
        space, version = name.split('.')
        kind = getattr(getattr(psana, space), version, None)
        found = evt.get(kind, psana.Source(source)) if kind is not None else None
        if found is not None:
            return found
    return None
`;

/** What expressions of columns need besides. */
export const COLUMN_PRELUDE = `

def event_column(evt, name, cycle, number):
    stamp = evt.get(psana.EventId)
    if name == 'time':
        seconds, nanoseconds = stamp.time()
        return seconds + nanoseconds / 1e9
    return {'fiducial': stamp.fiducials(), 'cycle': cycle, 'event': number}[name]


def epics(env, name):
    try:
        return float(env.epicsStore().value(name))
    except Exception:
        return nan


def event_code(evt, code):
    for version in ('EvrData.DataV4', 'EvrData.DataV3'):
        found = ask(evt, [version], '')
        if found is not None:
            return float(any(fifo.eventCode() == code for fifo in found.fifoEvents()))
    return 0.0


def region(evt, source, bounds, measure):
    """Of a plain camera; of a tiled detector the rows are those of its sections, one below the other."""
    x1, x2, y1, y2 = bounds
    image = psana.Detector(source).raw(evt)
    if image is None:
        return nan
    part = np.asarray(image, float).reshape(-1, image.shape[-1])[y1:y2, x1:x2]
    if measure in ('x', 'y'):
        rows, columns = np.indices(part.shape)
        return ((x1 + columns if measure == 'x' else y1 + rows) * part).sum() / part.sum()
    return part.size if measure == 'count' else getattr(part, measure)()


def waveform(evt, source, channel, window, measure):
    found = psana.Detector(source)(evt)
    if found is None:
        return nan
    volts, times = np.asarray(found[0])[channel], np.asarray(found[1])[channel]
    first, last = window or [0, len(volts)]
    part = volts[first:last]
    return part.sum() * (times[1] - times[0]) if measure == 'area' else getattr(part, measure)()


def choose(condition, this, other):
    return this if condition else other
`;
