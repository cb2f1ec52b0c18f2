/** The column of controls. */
import { useSession } from '../context.ts'
import { useStore } from '../store.ts'
import { ClockControls } from './clock.tsx'
import { DeviceControls } from './device.tsx'
import { Faults } from './faults.tsx'
import { FilmControls } from './film.tsx'
import { LaunchControls } from './launch.tsx'
import { NextTime } from './next-time.tsx'
import { RecordControls } from './record.tsx'
import { Share } from './share.tsx'
import { WorldControls } from './world.tsx'

export function Controls() {
  const phone = useStore(useSession().phone)
  if (!phone) return null
  return (
    <>
      <NextTime rules={phone.rules} />
      <Faults />
      <DeviceControls phone={phone} />
      <LaunchControls phone={phone} />
      <ClockControls frozen={phone.clock.frozen} />
      <FilmControls />
      <RecordControls by={phone.recording} />
      <Share />
      <WorldControls phone={phone} />
    </>
  )
}
