import { OUTPUT_MAP_V2, CONNECTORS } from './evr-config.ts';
import { type } from './payload-type.ts';
import { derive, inner, num, numberOf, nums, struct, text, type Schema } from './schema.ts';
import { SRC } from './source.ts';

/** Event receivers: the event codes of an event, and what their outputs are wired to. @source psddldata evr.ddl */

const FIFO_EVENT = struct('EvrData.FIFOEvent', [
  num('u32', 'timestampHigh', [], { note: 'fiducial of the code' }),
  num('u32', 'timestampLow', [], { unit: '1/119 MHz', note: 'ticks within the fiducial' }),
  num('u32', 'eventCode'),
]);

/** Version 4 has the same layout, its class only one more method. */
function evrData(version: number): Schema {
  return struct(`EvrData.DataV${version}`, [num('u32', 'numFifoEvents'), inner('fifoEvents', FIFO_EVENT, 'numFifoEvents')]);
}

const CHANNEL = struct('EvrData.IOChannel', [text('name', 12), num('u32', 'ninfo', [], { note: 'how many of infos count' }), inner('infos', SRC, 8)]);

const CHANNEL_V2 = struct('EvrData.IOChannelV2', [
  inner('output', OUTPUT_MAP_V2),
  text('name', 64),
  num('u32', 'ninfo', [], { note: 'how many of infos count' }),
  inner('infos', SRC, 16),
]);

const IO_CONFIG_V1 = struct(
  'EvrData.IOConfigV1',
  [num('u16', '_conn', [], { isPrivate: true }), num('u16', 'nchannels'), inner('channels', CHANNEL, 'nchannels')],
  { derived: [derive('conn', (own) => numberOf(own, '_conn'), { names: CONNECTORS })] },
);

const IO_CONFIG_V2 = struct('EvrData.IOConfigV2', [...nums('u32', 'nchannels'), inner('channels', CHANNEL_V2, 'nchannels')]);

const [EVR_DATA, EVR_IO_CONFIG] = [19, 26];

export const EVR_TYPES = [
  type(EVR_DATA, 3, evrData(3)),
  type(EVR_DATA, 4, evrData(4)),
  type(EVR_IO_CONFIG, 1, IO_CONFIG_V1),
  type(EVR_IO_CONFIG, 2, IO_CONFIG_V2),
];
