/**
 * Devices that this phone has not: Bluetooth, Wi-Fi, beacons, NFC, fingerprints, services of the local net. Their calls are there and
 * fail with the codes that the manual has for a phone without; listening is harmless.
 * https://developers.weixin.qq.com/miniprogram/dev/api/device/bluetooth/wx.openBluetoothAdapter.html, wifi/wx.startWifi.html,
 * ibeacon/wx.startBeaconDiscovery.html, nfc/wx.startHCE.html, open-api/soter/wx.startSoterAuthentication.html
 */
import { WxFail } from '../fail.ts'
import type { Json } from '../types.ts'
import type { Family, Local } from './needs.ts'
import type { Row } from './table.ts'

/** Since which base library: facts of https://www.npmjs.com/package/miniprogram-api-typings 5.2.3. */
const SINCE_WHEN: Record<string, string> = {
  '1.1.0': `closeBLEConnection closeBluetoothAdapter createBLEConnection getBLEDeviceCharacteristics getBLEDeviceServices getBluetoothAdapterState
    getBluetoothDevices getConnectedBluetoothDevices notifyBLECharacteristicValueChange onBLECharacteristicValueChange onBLEConnectionStateChange
    onBluetoothAdapterStateChange onBluetoothDeviceFound openBluetoothAdapter readBLECharacteristicValue startBluetoothDevicesDiscovery
    stopBluetoothDevicesDiscovery writeBLECharacteristicValue`,
  '1.2.0': 'getBeacons onBeaconServiceChange onBeaconUpdate startBeaconDiscovery stopBeaconDiscovery',
  '1.5.0': 'checkIsSupportSoterAuthentication startSoterAuthentication',
  '1.6.0': 'checkIsSoterEnrolledInDevice connectWifi getConnectedWifi getWifiList onGetWifiList onWifiConnected setWifiList startWifi stopWifi',
  '1.7.0': 'getHCEState onHCEMessage sendHCEMessage startHCE stopHCE',
  '2.4.0': `offLocalServiceDiscoveryStop offLocalServiceFound offLocalServiceLost offLocalServiceResolveFail onLocalServiceDiscoveryStop
    onLocalServiceFound onLocalServiceLost onLocalServiceResolveFail startLocalServiceDiscovery stopLocalServiceDiscovery`,
  '2.8.1': 'offBeaconServiceChange offBeaconUpdate offHCEMessage',
  '2.9.0': `offBLECharacteristicValueChange offBLEConnectionStateChange offBluetoothAdapterStateChange offBluetoothDeviceFound offGetWifiList
    offWifiConnected`,
  '2.11.0': 'getBLEDeviceRSSI setBLEMTU',
  '2.12.0': 'makeBluetoothPair',
  '2.20.1': 'getBLEMTU isBluetoothDevicePaired offBLEMTUChange onBLEMTUChange',
  '2.22.0': 'offWifiConnectedWithPartialInfo onWifiConnectedWithPartialInfo',
}

export const ABSENT_DEVICES: Record<string, Row> = Object.fromEntries(
  Object.entries(SINCE_WHEN).flatMap(([since, names]) => names.split(/\s+/).map(name => [name, { since }])))

const EVENT = /^(on|off)(?=[A-Z])/

/** What these calls answer, by the first of the patterns that their name fits. */
const ANSWERS: [pattern: RegExp, answer: Json][] = [
  [/^(close|stop)/, {}],
  [/^checkIsSupportSoter/, { supportMode: [] }],
  [/^checkIsSoterEnrolled/, { isEnrolled: false }],
  [/Soter/, { errCode: 90001, errMsg: 'fail not support soter' }],
  [/^(open|getBluetoothAdapterState)/, { errCode: 10001, errMsg: 'fail not available' }],
  [/Bluetooth|BLE/, { errCode: 10000, errMsg: 'fail not init' }],
  [/^startWifi/, { errCode: 12001, errMsg: 'fail system not support' }],
  [/Wifi/, { errCode: 12000, errMsg: 'fail not init' }],
  [/Beacon/, { errCode: 11000, errMsg: 'fail unsupport' }],
  [/HCE/, { errCode: 13000, errMsg: 'fail device not support NFC' }],
]

/** Those that do something on a phone with the device. */
export const ABSENT_CALLS = Object.keys(ABSENT_DEVICES).filter(name => !EVENT.test(name))

export function absentDevices(): Family {
  const answer = (name: string): Local => () => {
    const found = ANSWERS.find(([pattern]) => pattern.test(name))
    if (!found) throw new WxFail('not available in the emulator')
    return { ...found[1] }
  }
  return { local: Object.fromEntries(ABSENT_CALLS.map(name => [name, answer(name)])) }
}

/** The events of these devices, which never happen. */
export const ABSENT_EVENTS = [...new Set(Object.keys(ABSENT_DEVICES).filter(name => EVENT.test(name)).map(name => name.replace(EVENT, '')))]
