"""A file locked on Windows, as `flock` does it elsewhere: by LockFileEx, on a byte far behind the end of any file.

Windows lets nobody else read bytes that somebody has locked, so the byte is one that no file has. Not run by the tests,
which have no Windows; mypy holds it to that platform (tests/house/test_office_machine.py).
"""

import ctypes
import msvcrt
import sys
from ctypes import wintypes

assert sys.platform == "win32"

_FAIL_IMMEDIATELY, _EXCLUSIVE = 1, 2
_LOCKED_ALREADY = {33, 997}  # ERROR_LOCK_VIOLATION, ERROR_IO_PENDING
_FAR = 0x7FFF0000

_kernel = ctypes.WinDLL("kernel32", use_last_error=True)


class _Overlapped(ctypes.Structure):
    _fields_ = [
        ("Internal", ctypes.c_void_p),
        ("InternalHigh", ctypes.c_void_p),
        ("Offset", wintypes.DWORD),
        ("OffsetHigh", wintypes.DWORD),
        ("hEvent", wintypes.HANDLE),
    ]


_kernel.LockFileEx.argtypes = [
    wintypes.HANDLE,
    wintypes.DWORD,
    wintypes.DWORD,
    wintypes.DWORD,
    wintypes.DWORD,
    ctypes.POINTER(_Overlapped),
]
_kernel.LockFileEx.restype = wintypes.BOOL


def lock(opened: int, *, shared: bool, wait: bool) -> bool:
    """Lock what is open, until it is closed; whether it was to be had. Raises OSError where it cannot be locked."""
    flags = (0 if shared else _EXCLUSIVE) | (0 if wait else _FAIL_IMMEDIATELY)
    at = _Overlapped(OffsetHigh=_FAR)
    if _kernel.LockFileEx(msvcrt.get_osfhandle(opened), flags, 0, 1, 0, ctypes.byref(at)):
        return True
    error = ctypes.get_last_error()
    if error in _LOCKED_ALREADY:
        return False
    raise ctypes.WinError(error)
