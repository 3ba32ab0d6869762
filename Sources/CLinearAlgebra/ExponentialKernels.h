// The kernels of one exponential term, included once for each instruction set.
#include "ExponentialLanes.h"
#include "ExponentialCurves.h"
#include "ExponentialSearch.h"
