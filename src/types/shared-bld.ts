import { ACQIRIS_CONFIG_V1, ACQIRIS_DATA_DESC_V1 } from './acqiris.ts';
import { FRAME_V1 } from './camera.ts';
import { IPIMB_CONFIG_V1, IPIMB_CONFIG_V2, IPIMB_DATA_V1, IPIMB_DATA_V2 } from './ipimb.ts';
import { IPM_FEX, PIM_IMAGE_CONFIG } from './lusi.ts';
import { type } from './payload-type.ts';
import { TM6740_CONFIG_V2 } from './pulnix.ts';
import { configured, inner, struct, type Schema } from './schema.ts';
import { USDUSB_CONFIG_V1, USDUSB_DATA_V1, USDUSB_FEX_CONFIG_V1, USDUSB_FEX_DATA_V1 } from './usdusb.ts';

/** Devices that several experiments share: each datum carries its configuration. @source psddldata bld.ddl */

function ipimb(version: number, data: Schema, config: Schema): Schema {
  return struct(`Bld.BldDataIpimbV${version}`, [inner('ipimbData', data), inner('ipimbConfig', config), inner('ipmFexData', IPM_FEX)]);
}

const PIM_V1 = struct('Bld.BldDataPimV1', [inner('camConfig', TM6740_CONFIG_V2), inner('pimConfig', PIM_IMAGE_CONFIG), inner('frame', FRAME_V1)]);

const ACQ_ADC_V1 = struct('Bld.BldDataAcqADCV1', [inner('config', ACQIRIS_CONFIG_V1), configured('data', ACQIRIS_DATA_DESC_V1, 'config')]);

const USD_USB_V1 = struct('Bld.BldDataUsdUsbV1', [
  inner('config', USDUSB_CONFIG_V1),
  inner('fexConfig', USDUSB_FEX_CONFIG_V1),
  inner('data', USDUSB_DATA_V1),
  inner('fexData', USDUSB_FEX_DATA_V1),
]);

const [SHARED_IPIMB, SHARED_PIM, SHARED_ACQ_ADC, SHARED_USD_USB] = [35, 42, 65, 104];

export const SHARED_BLD_TYPES = [
  type(SHARED_IPIMB, 0, ipimb(0, IPIMB_DATA_V1, IPIMB_CONFIG_V1)),
  type(SHARED_IPIMB, 1, ipimb(1, IPIMB_DATA_V2, IPIMB_CONFIG_V2)),
  type(SHARED_PIM, 1, PIM_V1),
  type(SHARED_ACQ_ADC, 1, ACQ_ADC_V1),
  type(SHARED_USD_USB, 1, USD_USB_V1),
];
