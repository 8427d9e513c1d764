import {
  ActionIcon,
  Button,
  Checkbox,
  type CSSVariablesResolver,
  createTheme,
  Input,
  InputWrapper,
  Menu,
  Modal,
  Notification,
  NumberInput,
  SegmentedControl,
  Select,
  Switch,
  Tooltip,
} from "@mantine/core";
import classes from "./mantine.module.css";

/** Ten shades around the accent; Mantine wants them, our components read the tokens. */
const petrol = [
  "#e3f0ef",
  "#cde5e4",
  "#9ccbca",
  "#7ccccb",
  "#57b9b8",
  "#2f8d8f",
  "#177a7d",
  "#0b696d",
  "#095a5e",
  "#07484b",
] as const;

/** Quiet buttons are gray until pressed; `outline` is the only red one (danger). */
const buttonVars: Record<string, Record<string, string>> = {
  filled: { "--button-color": "var(--on-accent)" },
  subtle: {
    "--button-color": "var(--text-2)",
    "--button-hover": "var(--hover)",
    "--button-hover-color": "var(--text)",
  },
  outline: {
    "--button-color": "var(--bad)",
    "--button-bd": "1px solid var(--bad)",
    "--button-hover": "var(--bad-tint)",
  },
};

export const theme = createTheme({
  primaryColor: "petrol",
  primaryShade: { light: 7, dark: 4 },
  colors: { petrol },
  autoContrast: true,
  defaultRadius: 6,
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--mono)",
  fontSizes: { xs: "11px", sm: "12px", md: "13px", lg: "14px", xl: "16px" },
  lineHeights: { xs: "16px", sm: "16px", md: "20px", lg: "22px", xl: "24px" },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  shadows: { xs: "none", sm: "none", md: "var(--depth-1)", lg: "var(--depth-1)", xl: "var(--depth-2)" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { variant: "default", size: "sm" },
      vars: (_, { variant }) => ({ root: buttonVars[variant ?? "default"] ?? {} }),
      classNames: { root: classes.button, label: classes.buttonLabel, section: classes.buttonSection },
    }),
    ActionIcon: ActionIcon.extend({
      defaultProps: { variant: "subtle", size: 28 },
      vars: () => ({ root: { "--ai-color": "var(--text-2)", "--ai-hover": "var(--hover)" } }),
      classNames: { root: classes.actionIcon },
    }),
    Input: Input.extend({ classNames: { wrapper: classes.inputWrapper, input: classes.input } }),
    InputWrapper: InputWrapper.extend({
      classNames: { label: classes.label, description: classes.description, error: classes.error },
    }),
    Notification: Notification.extend({
      defaultProps: { closeButtonProps: { "aria-label": "Close" } },
      classNames: { root: classes.toast, description: classes.toastText },
    }),
    NumberInput: NumberInput.extend({ defaultProps: { hideControls: true } }),
    Select: Select.extend({
      defaultProps: { checkIconPosition: "right", comboboxProps: { shadow: "md", offset: 4 } },
      classNames: { dropdown: classes.dropdown, option: classes.option },
    }),
    Checkbox: Checkbox.extend({
      vars: () => ({ root: { "--checkbox-size": "15px", "--checkbox-radius": "4px" } }),
      classNames: { input: classes.checkbox, body: classes.checkboxBody, label: classes.checkboxLabel },
    }),
    Switch: Switch.extend({
      defaultProps: { withThumbIndicator: false },
      classNames: {
        track: classes.switchTrack,
        thumb: classes.switchThumb,
        body: classes.switchBody,
        label: classes.switchLabel,
      },
    }),
    SegmentedControl: SegmentedControl.extend({
      defaultProps: { withItemsBorders: false },
      classNames: {
        root: classes.segments,
        indicator: classes.segmentIndicator,
        label: classes.segmentLabel,
        control: classes.segmentControl,
      },
    }),
    Menu: Menu.extend({
      defaultProps: {
        shadow: "md",
        offset: 4,
        position: "bottom-end",
        transitionProps: { transition: "pop-top-right", duration: 120 },
      },
      classNames: {
        dropdown: classes.dropdown,
        item: classes.option,
        label: classes.menuLabel,
        divider: classes.menuDivider,
      },
    }),
    Modal: Modal.extend({
      defaultProps: {
        centered: false,
        yOffset: "9vh",
        size: 640,
        padding: 24,
        transitionProps: { duration: 160 },
        closeButtonProps: { "aria-label": "Close" },
      },
      classNames: {
        content: classes.modal,
        header: classes.modalHeader,
        title: classes.modalTitle,
        overlay: classes.overlay,
        body: classes.modalBody,
      },
    }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 400, withArrow: false, offset: 6 },
      classNames: { tooltip: classes.tooltip },
    }),
  },
});

const mapped: Record<string, string> = {
  "--mantine-color-body": "var(--surface)",
  "--mantine-color-text": "var(--text)",
  "--mantine-color-dimmed": "var(--text-3)",
  "--mantine-color-bright": "var(--text)",
  "--mantine-color-anchor": "var(--accent)",
  "--mantine-color-default": "var(--surface)",
  "--mantine-color-default-hover": "var(--hover)",
  "--mantine-color-default-color": "var(--text)",
  "--mantine-color-default-border": "var(--line-2)",
  "--mantine-color-error": "var(--bad)",
  "--mantine-color-placeholder": "var(--text-3)",
  "--mantine-color-disabled": "var(--hover)",
  "--mantine-color-disabled-color": "var(--text-3)",
  "--mantine-color-disabled-border": "var(--line)",
  "--mantine-color-petrol-filled": "var(--accent-solid)",
  "--mantine-color-petrol-filled-hover": "var(--accent-solid-hover)",
  "--mantine-color-petrol-light": "var(--accent-tint)",
  "--mantine-color-petrol-light-color": "var(--accent)",
  "--mantine-color-petrol-outline": "var(--accent)",
  "--mantine-primary-color-filled": "var(--accent-solid)",
  "--mantine-primary-color-filled-hover": "var(--accent-solid-hover)",
  "--mantine-primary-color-contrast": "var(--on-accent)",
};

/**
 * Puts our tokens under Mantine's own names, so that its components follow them. Both schemes get the same map, because
 * the tokens themselves change with the scheme and Mantine's own dark values are more specific than shared ones.
 */
export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: mapped, dark: mapped });
