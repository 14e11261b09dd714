// The place of a workgroup in the row that its step counts: foldSteps lays the row out in up to three dimensions and, where
// even those are too few, in several dispatches. Workgroups at or past WORKGROUP_COUNT have nothing to do.
const WORKGROUPS_X = 1u;
const WORKGROUPS_Y = 1u;
const FIRST_WORKGROUP = 0u;
const WORKGROUP_COUNT = 1u;

fn workgroupIndexOf(id: vec3u) -> u32 {
  return FIRST_WORKGROUP + id.x + WORKGROUPS_X * (id.y + WORKGROUPS_Y * id.z);
}
