"""What scripts written by the viewer ask of psana, served from the per-event numbers of a fixture.

The file is named by FAKE_PSANA_EVENTS: float64 (events, 8) with seconds, nanoseconds, fiducials, calib cycle, control PV,
fitTime1, sum of the one monitor, channel 1 of the other.
"""

import os
import types

import numpy as np

NORM, SIGNAL, CAVITY = "DetInfo(XppSb3Ipm.1:Ipimb.0)", "DetInfo(XppSb3Pim.1:Ipimb.0)", "BldInfo(PhaseCavity)"


class Source(object):
    def __init__(self, name=""):
        self.name = name

    def match(self, src):
        return self.name in ("", str(src))


class EventId(object):
    pass


def fields(name, **members):
    """A type whose members are called, as psana's are."""
    return type(name, (object,), dict(members, __init__=lambda self, **values: self.__dict__.update({key: (lambda value=value: value) for key, value in values.items()})))


IpmFexV1 = fields("IpmFexV1")
BldDataPhaseCavity = fields("BldDataPhaseCavity")
ConfigV1 = fields("ConfigV1")
Lusi = types.SimpleNamespace(IpmFexV1=IpmFexV1)
Bld = types.SimpleNamespace(BldDataPhaseCavity=BldDataPhaseCavity)
ControlData = types.SimpleNamespace(ConfigV1=ConfigV1, ConfigV2=fields("ConfigV2"), ConfigV3=fields("ConfigV3"), ConfigV4=fields("ConfigV4"))
Pv = fields("Pv")


class Key(object):
    def __init__(self, kind, src):
        self.kind, self.source = kind, src

    def type(self):
        return self.kind

    def src(self):
        return self.source


class Event(object):
    def __init__(self, row):
        self.row = row
        seconds, nanoseconds, fiducials, _, _, time, total, channel = row
        self.values = {
            (IpmFexV1, NORM): IpmFexV1(sum=total),
            (IpmFexV1, SIGNAL): IpmFexV1(channel=[np.nan, channel, np.nan, np.nan]),
            (BldDataPhaseCavity, CAVITY): BldDataPhaseCavity(fitTime1=time),
        }
        self.values = {key: value for key, value in self.values.items() if not (key[1] == CAVITY and np.isnan(time))}

    def keys(self):
        return [Key(kind, src) for kind, src in self.values] + [Key(None, "")]

    def get(self, kind, src=None):
        if kind is EventId:
            seconds, nanoseconds, fiducials = self.row[:3]
            return types.SimpleNamespace(time=lambda: (int(seconds), int(nanoseconds)), fiducials=lambda: int(fiducials))
        return self.values.get((kind, getattr(src, "name", src)))


class Env(object):
    pv = np.nan

    def configStore(self):
        return self

    def get(self, kind, src):
        return ConfigV1(pvControls=[Pv(name="fs2:ramp_angsft_target", value=self.pv)]) if kind is ConfigV1 else None


class Step(object):
    def __init__(self, env, rows):
        self.own, self.rows = env, rows

    def events(self):
        for row in self.rows:
            self.own.pv = row[4]
            yield Event(row)


class DataSource(object):
    def __init__(self, name):
        self.rows = np.load(os.environ["FAKE_PSANA_EVENTS"])
        self.own = Env()

    def env(self):
        return self.own

    def runs(self):
        return [self]

    def steps(self):
        return [Step(self.own, self.rows[self.rows[:, 3] == cycle]) for cycle in np.unique(self.rows[:, 3])]
