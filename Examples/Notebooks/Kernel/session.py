"""One Swift session: the toolchain's lldb in REPL mode, with this package's library loaded."""

import os
import signal
import threading
import time

import lldb


class Failure(Exception):
    """A cell that did not run to its end, in words."""


class Session:
    def __init__(self, configuration, display, write):
        """Starts the session; `display` names the folder for rich values, `write` takes output as it comes."""
        self.write = write
        self.cell = 0
        self.debugger = lldb.SBDebugger.Create()
        self.debugger.SetAsync(False)
        # What lldb says of its own work is not for the reader of a notebook.
        self.debugger.SetErrorFileHandle(open(os.devnull, "w", encoding="utf-8"), True)
        for setting in [f"target.swift-module-search-paths {configuration['modules']}"] + [
            f"target.swift-extra-clang-flags -- -fmodule-map-file={path}" for path in configuration["module_maps"]
        ]:
            self.debugger.HandleCommand(f"settings append {setting}")
        self.target = self.debugger.CreateTarget(configuration["repl_swift"])
        if not self.target.IsValid():
            raise Failure(f"lldb cannot open {configuration['repl_swift']}.")
        self.target.BreakpointCreateByName("repl_main")
        launch = lldb.SBLaunchInfo([])
        # Containers do not allow it.
        launch.SetLaunchFlags(launch.GetLaunchFlags() & ~lldb.eLaunchFlagDisableASLR)
        environment = dict(os.environ, SCALING_DISPLAY_DIRECTORY=display)
        launch.SetEnvironmentEntries([f"{key}={value}" for key, value in environment.items()], False)
        error = lldb.SBError()
        self.process = self.target.Launch(launch, error)
        if not error.Success() or not self.process.IsValid():
            raise Failure(f"lldb cannot start a process: {error.GetCString()}")
        image = self.process.LoadImage(lldb.SBFileSpec(configuration["library"]), error)
        if image == lldb.LLDB_INVALID_IMAGE_TOKEN or not error.Success():
            raise Failure(f"The library cannot be loaded: {error.GetCString()}")
        self.options = lldb.SBExpressionOptions()
        self.options.SetLanguage(lldb.eLanguageTypeSwift)
        self.options.SetREPLMode(True)
        self.options.SetUnwindOnError(False)
        self.options.SetGenerateDebugInfo(True)
        self.options.SetTimeoutInMicroSeconds(0)
        # Foundation too: a module that is loaded later makes this lldb forget what cells have declared.
        self.evaluate("import Foundation\nimport ScalingAnalytics", "start")

    def evaluate(self, code, name):
        """Runs code and returns its value (None where there is none); output is written as it comes."""
        is_running = True

        def stream():
            while True:
                text = self.process.GetSTDOUT(65536)
                if text:
                    # lldb puts this line of its own among the output; nothing is wrong.
                    text = text.replace("\r\n", "\n").replace("error: failed to create ClangImporter\n", "")
                    if text:
                        self.write(text)
                elif not is_running:
                    return
                else:
                    time.sleep(0.02)

        reader = threading.Thread(target=stream, daemon=True)
        reader.start()
        try:
            value = self.target.EvaluateExpression(f'#sourceLocation(file: "<{name}>", line: 1)\n{code}\n', self.options)
        finally:
            is_running = False
            reader.join(5)
        kind = value.GetError().GetType()
        if kind == lldb.eErrorTypeInvalid:
            return value
        # A statement without a value ends in this kind of error.
        if kind == lldb.eErrorTypeGeneric:
            return None
        raise Failure(self.words(value))

    def run(self, code, cell):
        """Runs a cell and hands its value, if it has one, to the display folder."""
        value = self.evaluate(code, f"Cell {cell}")
        if value is None or not value.IsValid():
            return
        name = value.GetName() or ""
        if name.startswith("$E"):
            raise Failure(self.thrown(value))
        if name.startswith("$R"):
            self.evaluate(f"Display.result({name})", "display")

    @staticmethod
    def thrown(value):
        """The sentence of a thrown error: its stored message, or else what the debugger makes of it."""
        for one in (value.GetDynamicValue(lldb.eDynamicCanRunTarget), value):
            message = one.GetChildMemberWithName("message")
            if message.IsValid() and message.GetSummary():
                return message.GetSummary().strip('"').replace('\\"', '"')
            if one.GetObjectDescription():
                return one.GetObjectDescription().strip()
        return value.GetSummary() or value.GetTypeName()

    def words(self, value):
        text = (value.GetError().GetCString() or "unknown error").strip()
        if "xecution was interrupted" in text:
            trapped = any(name in text for name in ("SIGILL", "SIGTRAP", "SIGSEGV", "EXC_BAD"))
            return f"The code {'trapped' if trapped else 'was interrupted'}. What cells before this one declared keeps its values."
        return text

    def interrupt(self):
        self.process.SendAsyncInterrupt()

    def close(self):
        self.process.Kill()


def forward_interrupts(session):
    """Hands every interrupt of this process to the session's; call it on the main thread before others start."""

    def wait():
        while True:
            signal.sigwait([signal.SIGINT])
            session().interrupt()

    threading.Thread(target=wait, daemon=True).start()
